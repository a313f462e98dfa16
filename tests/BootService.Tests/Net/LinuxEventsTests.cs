using BootService.Net;
using Xunit;

namespace BootService.Tests.Net;

public sealed class LinuxEventsTests
{
    [Fact]
    public void A_queue_that_is_closed_again_leaves_whoever_has_its_number_now_alone()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "kept");
        for (var times = 0; times < 50; times++)
        {
            var events = new LinuxEvents();
            events.Dispose();
            using var file = File.OpenHandle(path);
            events.Dispose();
            Assert.Equal(4, RandomAccess.GetLength(file));
        }

        File.Delete(path);
    }
}
