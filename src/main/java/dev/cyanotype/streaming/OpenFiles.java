package dev.cyanotype.streaming;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/// How many streams the limit of open files carries. A process that runs out of them cannot even
/// refuse a connection.
final class OpenFiles {

  private static final Logger LOG = Logger.getLogger(OpenFiles.class);
  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final Pattern MAX_OPEN_FILES = Pattern.compile("(?m)^Max open files +(\\d+) ");

  /// The connections to the client and to the model.
  private static final int PER_STREAM = 2;

  /// For the program's own files, and requests that are no streams.
  private static final int RESERVED = 256;

  private OpenFiles() {}

  /// `wanted`, or as many streams as there can be.
  static int bounded(int wanted) {
    OptionalInt possible = streams();
    if (possible.isEmpty() || wanted <= possible.getAsInt()) {
      return wanted;
    }
    LOG.infof(
        "At most %d streams are served at once instead of %d, with the limit of open files",
        possible.getAsInt(), wanted);
    return possible.getAsInt();
  }

  private static OptionalInt streams() {
    try {
      return streams(Files.readString(LIMITS));
    } catch (IOException e) {
      return OptionalInt.empty(); // not on Linux
    }
  }

  /// @param limits as in `/proc/self/limits`; the soft one counts
  static OptionalInt streams(String limits) {
    Matcher files = MAX_OPEN_FILES.matcher(limits);
    if (!files.find()) {
      return OptionalInt.empty();
    }
    long most = (Long.parseLong(files.group(1)) - RESERVED) / PER_STREAM;
    return OptionalInt.of((int) Math.clamp(most, 1, Integer.MAX_VALUE));
  }
}
