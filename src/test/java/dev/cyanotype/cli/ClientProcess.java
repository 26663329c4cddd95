package dev.cyanotype.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cyanotype.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The packaged program with a command, as a process whose outputs are files.
final class ClientProcess implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 60;

  private final Process process;
  private final Path out;
  private final Path err;

  private ClientProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  static ClientProcess start(Path folder, Map<String, String> environment, String... args)
      throws IOException {
    List<String> command = new ArrayList<>(interruptible());
    command.addAll(ServiceProcess.command(List.of()));
    command.addAll(List.of(args));
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("CYANOTYPE_DATA_DIR", folder.resolve("data").toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    return new ClientProcess(process, out, err);
  }

  /// A shell has its background jobs ignore Ctrl+C, which what they start inherits.
  private static List<String> interruptible() throws IOException {
    try {
      Process env = new ProcessBuilder("env", "--default-signal=INT", "true").start();
      return env.waitFor() == 0 ? List.of("env", "--default-signal=INT") : List.of();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  String out() {
    return text(out);
  }

  String err() {
    return text(err);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  ClientProcess awaitOutput() {
    await().until(() -> !out().isEmpty() || !process.isAlive());
    assertThat(process.isAlive()).as(err()).isTrue();
    return this;
  }

  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as(err()).isTrue();
    return process.exitValue();
  }

  /// As Ctrl+C does.
  ClientProcess interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    return this;
  }

  Process process() {
    return process;
  }

  /// How many TCP sockets a process listens on, as Linux says.
  static long listening(Process process) throws IOException {
    Path proc = Path.of("/proc", Long.toString(process.pid()));
    Set<String> listening;
    try (Stream<String> tcp = Files.lines(proc.resolve("net/tcp"));
        Stream<String> tcp6 = Files.lines(proc.resolve("net/tcp6"))) {
      listening =
          Stream.concat(tcp, tcp6)
              .map(line -> line.strip().split("\\s+"))
              .filter(fields -> fields[3].equals("0A"))
              .map(fields -> "socket:[" + fields[9] + "]")
              .collect(Collectors.toSet());
    }
    try (Stream<Path> open = Files.list(proc.resolve("fd"))) {
      return open.map(ClientProcess::target).filter(listening::contains).count();
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException _) {
      return "closed meanwhile";
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
