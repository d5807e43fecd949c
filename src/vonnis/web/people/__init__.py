"""Coming in, and managing who may: the door, the second factor, invitations."""
