/*
 * Runs a command and writes, as the last line of standard error, what the operating
 * system accounts to it: "usage <cpu seconds> <peak resident kilobytes>".
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static double seconds(struct timeval time) { return time.tv_sec + time.tv_usec / 1e6; }

int main(int argc, char **argv) {
  if (argc < 2) return 125;
  pid_t child = fork();
  if (child < 0) return 126;
  if (child == 0) {
    execv(argv[1], argv + 1);
    _exit(127);
  }
  int status;
  struct rusage usage;
  if (wait4(child, &status, 0, &usage) != child) return 126;
  fprintf(stderr, "usage %.6f %ld\n", seconds(usage.ru_utime) + seconds(usage.ru_stime),
          usage.ru_maxrss);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
