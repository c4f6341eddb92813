// What LeakSanitizer does not report in sanitizer builds: libgit2 keeps its last error, its
// thread's state and the patterns it compiled until the process ends.

extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libgit2\nleak:libpcre2\n";
}
