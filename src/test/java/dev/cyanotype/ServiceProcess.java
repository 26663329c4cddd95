package dev.cyanotype;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The packaged service, jar or native executable, as a process of its own on a free port.
public final class ServiceProcess implements AutoCloseable {

  private static final Pattern LISTENING = Pattern.compile("Listening on: (http://[^\\s\"]+)");

  /// A process of a few seconds does not live long enough for what these leave out.
  private static final List<String> QUICK_START =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final Process process;
  private final URI base;

  private ServiceProcess(Process process, URI base) {
    this.process = process;
    this.base = base;
  }

  /// @param settings as `key=value`
  public static ServiceProcess start(String... settings) throws IOException {
    return start(Map.of(), settings);
  }

  /// @param environment beside that of this process
  public static ServiceProcess start(Map<String, String> environment, String... settings)
      throws IOException {
    List<String> options =
        new ArrayList<>(List.of("-Dquarkus.http.port=0", "-Dcyanotype.data-dir=" + freshFolder()));
    for (String setting : settings) {
      options.add("-D" + setting);
    }
    ProcessBuilder builder = new ProcessBuilder(command(options)).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    BufferedReader log =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder read = new StringBuilder();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      read.append(line).append('\n');
      Matcher listening = LISTENING.matcher(line);
      if (listening.find()) {
        Thread.ofVirtual().start(() -> drain(log));
        return new ServiceProcess(
            process, URI.create(listening.group(1).replace("0.0.0.0", "127.0.0.1")));
      }
    }
    throw new AssertionError("the service did not start:\n" + read);
  }

  /// For data that the settings do not say a folder for; the last option of a name counts.
  private static Path freshFolder() throws IOException {
    Path parent = Files.createDirectories(Path.of("target", "test-data").toAbsolutePath());
    return Files.createTempDirectory(parent, "process");
  }

  /// The command line of the packaged program, without arguments.
  ///
  /// @param options of the virtual machine
  public static List<String> command(List<String> options) throws IOException {
    Path target = Path.of("target");
    Properties artifact = new Properties();
    try (InputStream in = Files.newInputStream(target.resolve("quarkus-artifact.properties"))) {
      artifact.load(in);
    }
    String path = target.resolve(artifact.getProperty("path")).toAbsolutePath().toString();
    List<String> command = new ArrayList<>();
    if (artifact.getProperty("type").equals("native")) {
      command.add(path);
      command.addAll(options);
    } else {
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(QUICK_START);
      command.addAll(options);
      command.addAll(List.of("-jar", path));
    }
    return command;
  }

  private static void drain(BufferedReader log) {
    try {
      log.lines().forEach(_ -> {});
    } catch (UncheckedIOException _) {
      // the process was ended
    }
  }

  public URI resolve(String path) {
    return base.resolve(path);
  }

  /// Asks the process to stop, as SIGTERM does.
  public void terminate() {
    process.destroy();
  }

  public Process process() {
    return process;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    assertThat(process.onExit().join().isAlive()).isFalse();
  }
}
