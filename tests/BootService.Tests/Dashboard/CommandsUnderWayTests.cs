using BootService.Board;
using Xunit;

namespace BootService.Tests.Dashboard;

public class CommandsUnderWayTests
{
    [Fact]
    public async Task Who_looks_while_commands_begin_and_end_sees_whole_ones()
    {
        const int Looks = 20_000;
        var all = new CommandsUnderWay(TimeProvider.System);
        var ended = false;
        var commands = Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(
            () =>
            {
                while (!Volatile.Read(ref ended))
                {
                    using var note = all.Begin("root", "add pallet");
                    note.Progress("copies", 1, 2);
                }
            },
            TestContext.Current.CancellationToken)));
        try
        {
            for (var look = 0; look < Looks; look++)
            {
                Assert.DoesNotContain(null, all.All);
            }
        }
        finally
        {
            Volatile.Write(ref ended, true);
            await commands;
        }

        Assert.Empty(all.All);
    }

    [Fact]
    public void What_a_command_says_of_itself_after_its_end_does_not_bring_it_back()
    {
        var all = new CommandsUnderWay(TimeProvider.System);
        var note = all.Begin("root", "add pallet");
        note.Progress("copies", 1, 2);
        Assert.Equal(("add pallet", "copies", 1L, 2L), all.All.Select(one => (one.Line, one.Text, one.Done, one.Total)).Single());
        note.Dispose();
        note.Progress("is done", 2, 2);
        Assert.Empty(all.All);
    }
}
