"""One customer's way told in sentences, by a witness of the machine."""
