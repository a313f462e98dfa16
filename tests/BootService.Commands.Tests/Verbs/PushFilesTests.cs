using BootService.Commands.Ports;
using BootService.Commands.Tests.Support;

namespace BootService.Commands.Tests.Verbs;

public sealed class PushFilesTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_push_says_of_each_frontend_what_became_of_it()
    {
        _bench.Others.Pushed.AddRange([new PushedFiles("fe2", 3), new PushedFiles("fe3", 0)]);
        Assert.Equal(["fe2 has the same files now: 3 were changed there", "fe3 has the same files already"], _bench.Type("push files").Messages);

        _bench.Others.Pushed.Add(new PushedFiles("fe4", 0) { WhyNot = "its disk is full" });
        Assert.Equal("fe4 has not taken the files: its disk is full", _bench.Refused("push", "files"));
    }
}
