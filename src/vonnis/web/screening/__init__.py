"""The screening screen: does this unit belong to the study? The criteria beside the text, one key a decision."""
