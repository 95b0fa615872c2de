"""What the performance goals are measured with: each figure beside a floor measured in the same run."""
