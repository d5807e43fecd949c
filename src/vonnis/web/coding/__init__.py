"""The coding screen: the text on one side, the questions on the other."""
