"""What a node kind is: parameters, ports, checks, words, and the instructions it compiles to."""
