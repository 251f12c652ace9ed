"""The panels on bulletins: the issues, whom they named, research, and the draft of the next issue."""
