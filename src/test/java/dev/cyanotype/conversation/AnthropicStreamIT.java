package dev.cyanotype.conversation;

import dev.cyanotype.TestingUpstream;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;

/// The same from the packaged jar, or from the native executable.
@QuarkusIntegrationTest
@QuarkusTestResource(value = TestingUpstream.class, restrictToAnnotatedClass = true)
class AnthropicStreamIT extends AnthropicStreamTest {}
