package dev.cyanotype.blueprint.validation;

import dev.cyanotype.blueprint.Rule;
import dev.cyanotype.blueprint.Violation;
import dev.cyanotype.blueprint.Violations;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Whether the files of one resource can be put into a container: each by its path, none within
/// another or where a volume is, together small enough for the object that Kubernetes keeps them
/// in.
final class FilesCheck {

  private static final int MAX_FILES = 32;
  private static final int MAX_BYTES = 64 << 10;
  private static final int MAX_BYTES_TOGETHER = 256 << 10;

  /// As long as the oldest format of tar has names.
  private static final int MAX_PATH = 100;

  private static final Pattern PATH =
      Pattern.compile("(?!/(proc|sys|dev)(/|$))(/(?!\\.{1,2}(/|$))[A-Za-z0-9._+@=-]+)+");
  private static final Pattern MODE = Pattern.compile("0?[0-7]{3}");

  private final String pointer;
  private final Violations violations;
  private final Map<String, Integer> paths = new HashMap<>();
  private int bytes;

  private FilesCheck(String pointer, Violations violations) {
    this.pointer = pointer;
    this.violations = violations;
  }

  static void check(Map<String, Object> specs, String pointer, Violations violations) {
    Object files = specs.get("files");
    if (files != null) {
      FilesCheck check = new FilesCheck(pointer + "/files", violations);
      check.check(files);
      MountPaths.of(specs).forEach(check::mount);
    }
  }

  private void check(Object files) {
    if (!(files instanceof List<?> list)) {
      fail("", "must be a list of files, each with a path and its content");
      return;
    }
    if (list.size() > MAX_FILES) {
      fail("", "has %d files, at most %d".formatted(list.size(), MAX_FILES));
    }
    for (int i = 0; i < list.size(); i++) {
      file(list.get(i), i);
    }
    checkNesting();
    if (bytes > MAX_BYTES_TOGETHER) {
      fail("", "have %d bytes together, at most %d".formatted(bytes, MAX_BYTES_TOGETHER));
    }
  }

  private void file(Object value, int index) {
    if (!(value instanceof Map<?, ?> file)) {
      fail("/" + index, "must be a file, with its path and content");
      return;
    }
    path(file.get("path"), index);
    content(file.get("content"), index);
    mode(file.get("mode"), index);
  }

  private void path(Object value, int index) {
    if (!(value instanceof String path)) {
      fail("/" + index + "/path", "must be the absolute path of the file");
    } else if (path.length() > MAX_PATH || !PATH.matcher(path).matches()) {
      fail(
          "/" + index + "/path",
          ("'%s' cannot be the path of a file: it is absolute, without '..', of letters, digits"
                  + " and ._+@=-, at most %d characters, and not below /proc, /sys or /dev")
              .formatted(path, MAX_PATH));
    } else {
      Integer earlier = paths.putIfAbsent(path, index);
      if (earlier != null) {
        fail("/" + index + "/path", "'%s' is the path of file %d already".formatted(path, earlier));
      }
    }
  }

  private void content(Object value, int index) {
    if (!(value instanceof String content)) {
      fail("/" + index + "/content", "must be the text of the file");
      return;
    }
    int size = content.getBytes(StandardCharsets.UTF_8).length;
    bytes += size;
    if (size > MAX_BYTES) {
      fail("/" + index + "/content", "has %d bytes, at most %d".formatted(size, MAX_BYTES));
    }
  }

  private void mode(Object value, int index) {
    boolean isMode = value instanceof String mode && MODE.matcher(mode).matches();
    if (value != null && !isMode) {
      fail("/" + index + "/mode", "must be three octal digits in quotes, such as '0644'");
    }
  }

  private void checkNesting() {
    paths.forEach(
        (path, index) -> {
          for (int at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
            Integer outer = paths.get(path.substring(0, at));
            if (outer != null) {
              fail(
                  "/" + index + "/path",
                  "'%s' lies below file %d, which is no folder".formatted(path, outer));
            }
          }
        });
  }

  /// A volume is a folder, so no file can be where it is mounted, or be a folder above that.
  private void mount(String mounted) {
    for (int at = mounted.length(); at > 0; at = mounted.lastIndexOf('/', at - 1)) {
      String path = mounted.substring(0, at);
      Integer index = paths.get(path);
      if (index != null) {
        fail(
            "/" + index + "/path",
            "'%s' cannot be a file, a volume is mounted at %s".formatted(path, mounted));
      }
    }
  }

  private void fail(String place, String message) {
    violations.add(Violation.error(Rule.FILES, pointer + place, message));
  }
}
