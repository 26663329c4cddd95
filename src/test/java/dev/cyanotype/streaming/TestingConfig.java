package dev.cyanotype.streaming;

import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.time.Duration;

record TestingConfig(
    int maxLive,
    Duration heartbeat,
    Duration stallTimeout,
    Duration resumeWindow,
    MemorySize resumeBuffer,
    int maxResumable)
    implements StreamingConfig {

  static TestingConfig with(int maxLive) {
    return new TestingConfig(
        maxLive,
        Duration.ofSeconds(15),
        Duration.ofSeconds(30),
        Duration.ofSeconds(30),
        new MemorySize(BigInteger.valueOf(1024)),
        2);
  }
}
