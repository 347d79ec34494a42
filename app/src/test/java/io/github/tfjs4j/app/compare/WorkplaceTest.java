package io.github.tfjs4j.app.compare;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class WorkplaceTest {
  @TempDir Path temp;

  @Test
  @DisabledOnOs(OS.WINDOWS) // its sh is another
  void nothing_that_was_started_outlives_it() throws Exception {
    Path folder;
    Process parent;
    ProcessHandle child;
    try (Workplace workplace = new Workplace()) {
      folder = Files.createDirectories(workplace.folder("profile")).getParent();
      parent = workplace.start(List.of("sh", "-c", "sleep 1000 & wait"), workplace.folder("log"));
      child = child(parent);
      assertTrue(child.isAlive());
    }
    assertTrue(parent.waitFor(10, TimeUnit.SECONDS));
    child.onExit().get(10, TimeUnit.SECONDS);
    assertFalse(Files.exists(folder), folder.toString());
  }

  private static ProcessHandle child(Process parent) throws InterruptedException, IOException {
    for (int i = 0; i < 200; i++) {
      var found = parent.descendants().findFirst();
      if (found.isPresent()) {
        return found.get();
      }
      Thread.sleep(50);
    }
    throw new IOException("no child");
  }

  @Test
  void a_folder_that_is_not_there_is_no_fault() {
    Workplace.delete(temp.resolve("none"));
    assertFalse(Files.exists(temp.resolve("none")));
  }
}
