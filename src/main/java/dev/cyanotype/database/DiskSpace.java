package dev.cyanotype.database;

import dev.cyanotype.problem.ProblemException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/// Keeps H2 from writing to a disk that is almost full: where a write fails it closes its file, and
/// with it whatever others have begun.
final class DiskSpace {

  private static final Logger LOG = Logger.getLogger(DiskSpace.class);

  private final Path folder;
  private final long needed;
  private final AtomicBoolean isShort = new AtomicBoolean();

  /// @param needed bytes that have to be free
  DiskSpace(Path folder, long needed) {
    this.folder = folder;
    this.needed = needed;
  }

  /// @throws ProblemException 503 where less is free
  void require() {
    boolean isShortNow = folder.toFile().getUsableSpace() < needed;
    if (isShort.compareAndSet(!isShortNow, isShortNow)) {
      tell(isShortNow);
    }
    if (isShortNow) {
      throw ProblemException.unavailable(
          "The disk of the database is almost full: nothing can be changed until there is room.",
          Failures.LATER);
    }
  }

  private void tell(boolean isShortNow) {
    if (isShortNow) {
      LOG.errorf(
          "Nothing is written to the database: less than %d MiB are free in %s; make room",
          needed >> 20, folder);
    } else {
      LOG.infof("There is room for the database in %s again", folder);
    }
  }
}
