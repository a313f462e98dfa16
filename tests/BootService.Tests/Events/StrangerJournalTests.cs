using BootService.Core.Events;
using BootService.Core.Reasons;
using BootService.Events;
using BootService.Protocols.Net;
using BootService.Protocols.Road;
using Microsoft.Extensions.Logging;
using Xunit;

namespace BootService.Tests.Events;

/// <summary>Machines that we do not know are told of in the log, and do not flood it.</summary>
public sealed class StrangerJournalTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly Lines _lines = new();
    private readonly StrangerJournal _journal;

    public StrangerJournalTests() => _journal = new StrangerJournal(_lines);

    [Fact]
    public void A_machine_that_gets_no_answer_is_told_of_once_an_hour()
    {
        Refuse(1, 0);
        Refuse(1, 3599);
        Refuse(2, 10);
        Refuse(1, 3600);
        Assert.Equal(3, _lines.Said.Count);
        Assert.Contains("00:00:00:00:00:01", _lines.Said[0], StringComparison.Ordinal);
        Assert.Contains("pxe=false", _lines.Said[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Hosts_and_answers_are_not_told_of_here()
    {
        _journal.Hear(Refused(1, 0) with { Host = "backend-0-0" });
        _journal.Hear(Refused(1, 0) with { Outcome = BootOutcome.Ok });
        _journal.Hear(Refused(0, 0));
        Assert.Empty(_lines.Said);
    }

    /// <summary>A RELEASE is no question, and must not silence the question that follows.</summary>
    [Theory]
    [InlineData(BootMessage.Release)]
    [InlineData(BootMessage.Inform)]
    [InlineData(BootMessage.Decline)]
    public void Who_gives_back_or_asks_for_no_address_is_not_said_to_have_got_none(BootMessage message)
    {
        _journal.Hear(Refused(1, 0) with { Message = message });
        Assert.Empty(_lines.Said);
        Refuse(1, 1);
        Assert.Single(_lines.Said);
    }

    /// <summary>Otherwise a pool is used up by addresses that nobody has leased, and nothing says so.</summary>
    [Theory]
    [InlineData(BootMessage.Decline)]
    [InlineData(BootMessage.AddressConflict)]
    public void An_address_of_a_pool_that_another_machine_uses_is_told_of(BootMessage message)
    {
        var conflict = Refused(1, 0) with { Message = message, Outcome = BootOutcome.Failed, Address = Ipv4.Parse("10.1.200.1") };
        _journal.Hear(conflict);
        _journal.Hear(conflict with { At = Noon.AddSeconds(3599) });
        Assert.Contains("10.1.200.1", Assert.Single(_lines.Said), StringComparison.Ordinal);
    }

    [Fact]
    public void Invented_addresses_fill_neither_the_log_nor_memory_and_leave_room_an_hour_later()
    {
        for (var mac = 1; mac <= 10 * StrangerJournal.Most; mac++)
        {
            Refuse(mac, 1);
        }

        Assert.Equal(StrangerJournal.Most, _lines.Said.Count);
        Refuse(5_000_000, 3601);
        Assert.Equal(StrangerJournal.Most + 1, _lines.Said.Count);
    }

    private void Refuse(int mac, int seconds) => _journal.Hear(Refused(mac, seconds));

    private static BootEvent Refused(int mac, int seconds) =>
        new(Noon.AddSeconds(seconds), new MacAddress((ulong)mac), BootStage.Dhcp, BootOutcome.Refused,
            BootMessage.Discover)
        { Reason = new BootReason.Said("network lab has pxe=false") };

    private sealed class Lines : ILogger<StrangerJournal>
    {
        public List<string> Said { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Said.Add(formatter(state, exception));
    }
}
