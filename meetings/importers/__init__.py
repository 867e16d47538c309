"""What comes in from elsewhere and is handed to the verbs."""
