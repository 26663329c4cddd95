package dev.cyanotype.deployment.docker;

import dev.cyanotype.deployment.docker.DockerPart.Container.File;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Files as Docker takes and gives them: a tar archive, as POSIX' pax describes it under ustar. The
/// folders above them are not in it, so those that are there stay as they are.
final class FileArchive {

  private static final int BLOCK = 512;

  /// More than a file of a blueprint can have.
  private static final int MAX_BYTES = 1 << 17;

  private static final int NAME = 0;
  private static final int MODE = 100;
  private static final int OWNER = 108;
  private static final int GROUP = 116;
  private static final int SIZE = 124;
  private static final int TIME = 136;
  private static final int CHECKSUM = 148;
  private static final int TYPE = 156;
  private static final int MAGIC = 257;

  private FileArchive() {}

  /// Of root, from 1970, so that the same files are the same archive.
  static byte[] of(List<File> files) {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    files.forEach(file -> add(tar, file));
    tar.writeBytes(new byte[2 * BLOCK]);
    return tar.toByteArray();
  }

  private static void add(ByteArrayOutputStream tar, File file) {
    byte[] content = file.content().getBytes(StandardCharsets.UTF_8);
    tar.writeBytes(head(file, content.length));
    tar.writeBytes(content);
    tar.writeBytes(new byte[padding(content.length)]);
  }

  private static byte[] head(File file, int size) {
    byte[] head = new byte[BLOCK];
    put(head, NAME, file.path().substring(1));
    put(head, MODE, "%07o".formatted(file.mode()));
    put(head, OWNER, "0000000");
    put(head, GROUP, "0000000");
    put(head, SIZE, "%011o".formatted(size));
    put(head, TIME, "00000000000");
    put(head, CHECKSUM, "        ");
    put(head, TYPE, "0");
    put(head, MAGIC, "ustar\00000");
    put(head, CHECKSUM, "%06o\0".formatted(sum(head)));
    return head;
  }

  private static void put(byte[] head, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, head, at, bytes.length);
  }

  private static int sum(byte[] head) {
    int sum = 0;
    for (byte one : head) {
      sum += one & 0xff;
    }
    return sum;
  }

  private static int padding(long size) {
    return (int) ((BLOCK - size % BLOCK) % BLOCK);
  }

  /// The one file of an archive that Docker gives of one path; empty where it is no file, or larger
  /// than any that was put there.
  static Optional<File> read(String path, InputStream tar) throws IOException {
    byte[] head = tar.readNBytes(BLOCK);
    while (head.length == BLOCK && isExtension(head)) {
      tar.skipNBytes(number(head, SIZE, 11) + padding(number(head, SIZE, 11)));
      head = tar.readNBytes(BLOCK);
    }
    boolean isFile = head.length == BLOCK && (head[TYPE] == '0' || head[TYPE] == 0);
    return isFile && number(head, SIZE, 11) <= MAX_BYTES
        ? Optional.of(file(path, head, tar))
        : Optional.empty();
  }

  /// More about the entry behind it.
  private static boolean isExtension(byte[] head) {
    return "xgLK".indexOf(head[TYPE]) >= 0;
  }

  private static File file(String path, byte[] head, InputStream tar) throws IOException {
    byte[] content = tar.readNBytes((int) number(head, SIZE, 11));
    int mode = (int) number(head, MODE, 7) & 0777;
    return new File(path, new String(content, StandardCharsets.UTF_8), mode);
  }

  private static long number(byte[] head, int at, int digits) throws IOException {
    String text = new String(head, at, digits, StandardCharsets.US_ASCII).replace("\0", "").strip();
    try {
      return Long.parseLong(text, 8);
    } catch (NumberFormatException _) {
      throw new ExchangeException("does not give files as a tar archive");
    }
  }
}
