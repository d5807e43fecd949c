"""What the machine reads in a judgment, each value with its passage."""
