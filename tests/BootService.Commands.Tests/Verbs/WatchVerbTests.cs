using System.Runtime.CompilerServices;
using BootService.Commands.Tests.Support;
using BootService.Core.Events;
using BootService.Core.Reasons;
using BootService.Protocols.Net;
using BootService.Protocols.Road;

namespace BootService.Commands.Tests.Verbs;

public sealed class WatchVerbTests : IDisposable
{
    private readonly Bench _stack = new();

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void What_happens_to_the_hosts_named_is_shown_with_its_decision_reason_octets_and_rate()
    {
        _stack.Feed = Script(
            Of("backend-0-0", BootStage.Dhcp, "OFFER", why: "install attempt 1 is Armed"),
            Of("backend-0-1", BootStage.Dhcp, "OFFER"),
            Of(null, BootStage.Dhcp, "DISCOVER", BootOutcome.Refused, "no such host"),
            Of("backend-0-0", BootStage.Tftp, "pxelinux.0", bytes: 42_000));
        var rows = _stack.Do("watch", "backend-0-0").Rows;
        Assert.Equal(["OFFER", "pxelinux.0"], rows.Select(row => row[5]));
        Assert.Equal(["10.1.255.254: install attempt 1 is Armed", ""], rows.Select(row => row[9]));
        Assert.Equal(["42000", "4.2 MB/s", "10.0 ms"], rows[1][6..9]);
        Assert.True(_stack.Running!.Shape!.Live);
    }

    [Fact]
    public void Without_a_host_machines_we_do_not_know_are_shown_with_the_reason_of_a_refusal()
    {
        _stack.Feed = Script(Of(null, BootStage.Dhcp, "DISCOVER", BootOutcome.Refused, "no host has this card"));
        var row = Assert.Single(_stack.Do("watch").Rows);
        Assert.Equal(("52:54:00:00:01:00", "refused"), (row[0], row[4]));
        Assert.Contains("no host has this card", row[9], StringComparison.Ordinal);
    }

    [Fact]
    public void A_silence_is_named_when_its_time_is_up()
    {
        _stack.Feed = cancel => Late(Of("backend-0-0", BootStage.Dhcp, "OFFER", why: "install attempt 1 is Armed"), cancel);
        var rows = _stack.Do("watch", "backend").Rows;
        Assert.Equal(["ok", "overdue"], rows.Select(row => row[4]));
        Assert.Equal("a REQUEST for the offered address", rows[1][5]);
        Assert.Contains("another DHCP server", rows[1][9], StringComparison.Ordinal);
    }

    [Fact]
    public void It_ends_after_the_time_it_was_given()
    {
        _stack.Feed = cancel => Late(null, cancel);
        Assert.Empty(_stack.Do("watch", "seconds=5").Rows);
    }

    private static BootEvent Of(string? host, BootStage stage, string what, BootOutcome outcome = BootOutcome.Ok, string? why = null, long bytes = 0) =>
        new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero), MacAddress.Parse("52:54:00:00:01:00"), stage, outcome,
            stage is BootStage.Tftp ? BootMessage.Loader : outcome is BootOutcome.Ok ? BootMessage.Offer : BootMessage.Discover)
        {
            Host = host,
            Name = stage is BootStage.Tftp ? what : null,
            Told = why is null ? BootTold.Nothing : BootTold.Loader,
            Reason = why is null ? null : new BootReason.Said(why),
            Bytes = bytes,
            Address = Ipv4.Parse("10.1.255.254"),
            Took = bytes > 0 ? TimeSpan.FromMilliseconds(10) : TimeSpan.Zero,
        };

    private static Func<CancellationToken, IAsyncEnumerable<BootEvent>> Script(params BootEvent[] events) => _ => events.ToAsyncEnumerable();

    // The event, then silence: the clock goes on, a second at a time, until something is shown or nobody watches any more. It is never
    // ahead for good of a watcher that had no processor yet.
    private async IAsyncEnumerable<BootEvent> Late(BootEvent? happened, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (happened is { } first)
        {
            yield return first;
        }

        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, TestContext.Current.CancellationToken);
        for (var shown = _stack.Running!.Rows.Count; _stack.Running.Rows.Count == shown;)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, both.Token);
            _stack.Time.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
