package dev.cyanotype.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenFilesTest {

  private static String limits(String soft) {
    return """
        Limit                     Soft Limit           Hard Limit           Units
        Max core file size        0                    unlimited            bytes
        Max open files            %-20s 1048576              files
        Max locked memory         65536                65536                bytes
        """
        .formatted(soft);
  }

  @Test
  void eachStreamTakesTwo() {
    assertThat(OpenFiles.streams(limits("20000"))).hasValue(9872);
    assertThat(OpenFiles.streams(limits("1024"))).hasValue(384);
  }

  @Test
  void oneIsAlwaysPossible() {
    assertThat(OpenFiles.streams(limits("64"))).hasValue(1);
  }

  @Test
  void noLimitBoundsNothing() {
    assertThat(OpenFiles.streams(limits("unlimited"))).isEmpty();
    assertThat(OpenFiles.streams("")).isEmpty();
  }
}
