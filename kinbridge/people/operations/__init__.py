"""What changes in an account: attempts to sign in, passphrases, second factors."""
