using BootService.Core.Events;
using BootService.Core.Installs;
using BootService.Core.Reasons;
using BootService.Protocols.Net;
using BootService.Protocols.Road;
using BootService.Storage.Stores;
using BootService.Storage.Tests.Engines;
using Xunit;

namespace BootService.Storage.Tests.Stores;

public sealed class BootEventStoreOnSqliteTests() : BootEventStoreTests(null);

public sealed class BootEventStoreOnPostgresTests(PostgresFixture postgres) : BootEventStoreTests(postgres);

public abstract class BootEventStoreTests(PostgresFixture? postgres) : StoreBench(postgres)
{
    [Fact]
    public async Task Every_field_of_an_event_is_read_back()
    {
        BootEvent[] events =
        [
            new(Samples.Noon, new MacAddress(0xFFFF_FFFF_FFFF), BootStage.Configuration, BootOutcome.Refused, BootMessage.Configuration)
            {
                Name = "pxelinux.cfg/01-…",
                Host = "backend-0-0",
                Attempt = long.MaxValue,
                Told = BootTold.Disk,
                Reason = new BootReason.NoLoader(LoaderAbsence.ArmDisk, new BootReason.AttemptIs(7, nameof(AttemptState.Armed))),
                About = Ipv4.Parse("10.1.0.1"),
                Address = new Ipv4(uint.MaxValue),
                Bytes = long.MaxValue,
                Took = TimeSpan.FromTicks(123),
            },
            new(Samples.Noon.AddTicks(1), default, BootStage.Admin, BootOutcome.Ok, BootMessage.ActionSet) { Name = string.Empty },
        ];

        await Database.Events.AppendAsync(events, Cancel);

        Assert.Equal(events, await Database.Events.ListAsync([], 10, Cancel));
    }

    [Fact]
    public async Task The_newest_are_listed_in_the_order_they_were_posted_in_even_when_the_clock_stepped_back()
    {
        await Database.Events.AppendAsync(
            [Event("backend-0-0", "first", 2), Event("backend-0-1", "second", 1), Event(null, "third", 0), Event("backend-0-0", "fourth", -1)], Cancel);

        Assert.Equal(["second", "third", "fourth"], await WhatAsync([], 3));
        Assert.Equal(["first", "fourth"], await WhatAsync(["backend-0-0"], 3));
        Assert.Equal(["second", "fourth"], await WhatAsync(["backend-0-0", "backend-0-1", "nobody"], 2));
    }

    [Fact]
    public async Task A_list_of_ten_thousand_hosts_can_be_asked_for()
    {
        await Database.Events.AppendAsync([Event("backend-99-99", "x", 0)], Cancel);

        Assert.Equal(["x"], await WhatAsync([.. Enumerable.Range(0, 10_000).Select(number => Samples.Name(number).ToString())], 10));
    }

    [Fact]
    public async Task Only_the_newest_events_of_a_host_are_kept_and_those_of_others_stay()
    {
        await Database.Events.AppendAsync([Event("backend-0-1", "stays", 0), Event(null, "stays too", 0)], Cancel);
        for (var batch = 0; batch < 5; batch++)
        {
            await Database.Events.AppendAsync([.. Enumerable.Range(batch * 1000, 1000).Select(number => Event("backend-0-0", $"{number}", 0))], Cancel);
        }

        var kept = await WhatAsync(["backend-0-0"], int.MaxValue);
        Assert.InRange(kept.Length, (int)Core.Stored.KeptRows.Usual.Events, (int)Core.Stored.KeptRows.Usual.Events + BootEventStore.Slack);
        Assert.Equal("4999", kept[^1]);
        Assert.Equal(kept.Length + 2, (await WhatAsync([], int.MaxValue)).Length);
    }

    [Fact]
    public async Task As_many_are_kept_as_is_asked_for()
    {
        Database.Kept = Database.Kept with { Events = 300 };
        await Database.Events.AppendAsync([.. Enumerable.Range(0, 1500).Select(number => Event("backend-0-0", $"{number}", 0))], Cancel);
        Assert.InRange((await WhatAsync(["backend-0-0"], int.MaxValue)).Length, 300, 300 + BootEventStore.Slack);
    }

    [Fact]
    public async Task Inventing_hardware_addresses_does_not_fill_the_disk()
    {
        var strangers = Enumerable.Range(0, 25_000).Select(number => Event(null, "DISCOVER", 0) with { Mac = new MacAddress((ulong)number) });

        await Database.Events.AppendAsync([.. strangers], Cancel);

        Assert.InRange((await WhatAsync([], int.MaxValue)).Length, (int)BootEventStore.KeptUnknown, (int)BootEventStore.KeptUnknown + BootEventStore.Slack);
    }

    private static BootEvent Event(string? host, string what, int seconds) =>
        new(Samples.Noon.AddSeconds(seconds), new MacAddress(1), BootStage.Dhcp, BootOutcome.Ok, BootMessage.Offer) { Name = what, Host = host };

    private async Task<string[]> WhatAsync(string[] hosts, int most) =>
        [.. (await Database.Events.ListAsync(hosts, most, Cancel)).Select(happened => happened.Name!)];
}
