"""Inter-coder reliability: how far coders who answered the same question gave the same answer.

Every coefficient here is written as one minus a ratio: the disagreement that was observed over the disagreement that
chance would give. That is what lets one interval serve them all.
"""
