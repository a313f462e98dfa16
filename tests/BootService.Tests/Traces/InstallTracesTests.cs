using System.Collections.Concurrent;
using System.Collections.Immutable;
using BootService.Commands.Tests.Support;
using BootService.Core.Boot;
using BootService.Core.Events;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Pallets;
using BootService.Core.Stores;
using BootService.Core.Timeline;
using BootService.Protocols.Net;
using BootService.Protocols.Road;
using BootService.Traces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace BootService.Tests.Traces;

public sealed class InstallTracesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
    private static readonly HostName Name = HostName.Parse("backend-0-0");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static InstallAttempt Attempt => new(7, Name, "secret", Noon, 3, TimeSpan.FromMinutes(30))
    {
        Pallet = new PalletKey("CentOS", "6.6", "redhat", "x86_64"),
        Image = new KernelImage("vmlinuz", "initrd.img", 6, "x86_64"),
    };

    [Fact]
    public void Stages_stand_end_to_end_from_the_first_packet_on()
    {
        var trace = InstallTrace.Of(Attempt with { State = AttemptState.Failed }, Events());
        Assert.Equal(
            ["dhcp 60-62 x2", "http 62-75 x1", "kickstart 75-90 x1", "installer disks 90-200 x1", "installer packages 200-200 x1 no room"],
            trace.Stages.Select(stage =>
                $"{stage.Name} {(stage.Begins - Noon).TotalSeconds:0}-{(stage.Ends - Noon).TotalSeconds:0} x{stage.Events} {stage.Why}".TrimEnd()));
        Assert.Empty(InstallTrace.Of(Attempt with { Id = 8 }, Events()).Stages);
    }

    [Fact]
    public async Task A_collector_gets_a_span_for_the_install_and_one_for_each_stage()
    {
        var bodies = new ConcurrentQueue<byte[]>();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        await using var collector = builder.Build();
        collector.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            Assert.Equal(("/v1/traces", "application/x-protobuf", "abc"),
                (context.Request.Path.Value, context.Request.ContentType, context.Request.Headers["x-key"].ToString()));
            bodies.Enqueue(body.ToArray());
        });
        await collector.StartAsync(Cancel);

        var appliance = new MemoryAppliance(
            new Change.HostSet(new Host(Name, "backend", Place.Parse("0"), Place.Parse("0"))), new Change.AttemptSet(Attempt));
        using var traces = new InstallTraces(
            new TraceDestination(new Uri($"{collector.Urls.Single()}/v1/traces"), "x-key=abc"), appliance, new Kept(), TimeProvider.System,
            NullLogger<InstallTraces>.Instance);
        await traces.StartAsync(Cancel);
        appliance.Commit([new Change.AttemptSet(Attempt with { State = AttemptState.Failed, Why = "no room" })]);
        for (var tries = 0; tries < 200 && traces.Told == 0; tries++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancel);
        }

        await traces.StopAsync(CancellationToken.None);
        var spans = bodies.SelectMany(OtlpSpan.All).ToArray();
        var root = Assert.Single(spans, span => span.Name == "install");
        Assert.True(root.IsError);
        Assert.Equal(Noon.AddSeconds(60), root.Begins);
        Assert.Equal(["dhcp", "http", "kickstart", "installer disks", "installer packages"],
            spans.Where(span => span.Parent == root.Id).OrderBy(span => span.Begins).ThenBy(span => span.Name).Select(span => span.Name));
        Assert.All(spans, span => Assert.Equal(root.Trace, span.Trace));
    }

    private static ImmutableArray<BootEvent> Events() =>
    [
        At(0, BootStage.Admin, BootMessage.ActionSet),
        At(60, BootStage.Dhcp, BootMessage.Offer),
        At(61, BootStage.Dhcp, BootMessage.Ack),
        At(65, BootStage.Http, BootMessage.Kernel) with { Took = TimeSpan.FromSeconds(3), Bytes = 5 },
        At(75, BootStage.Kickstart, BootMessage.Kickstart),
        At(90, BootStage.Installer, BootMessage.StageReached) with { Name = "disks" },
        At(200, BootStage.Installer, BootMessage.StageReached) with
        {
            Name = "packages",
            Outcome = BootOutcome.Failed,
            Reason = new Core.Reasons.BootReason.Said("no room"),
        },
    ];

    private static BootEvent At(int second, BootStage stage, BootMessage message) =>
        new(Noon.AddSeconds(second), new MacAddress(2), stage, BootOutcome.Ok, message) { Host = Name.ToString(), Attempt = 7 };

    private sealed class Kept : IBootEventStore
    {
        public Task AppendAsync(IReadOnlyList<BootEvent> events, CancellationToken cancel) => Task.CompletedTask;

        public Task<ImmutableArray<BootEvent>> ListAsync(IReadOnlyCollection<string> hosts, int most, CancellationToken cancel) => Task.FromResult(Events());
    }
}
