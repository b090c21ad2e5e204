"""The workbench: what puts the places into the window, lets them work together and keeps what they made."""
