import Glibc

exit(runLibFuzzer())
