using BootService.Commands.Ports;
using BootService.Core.Attributes;
using BootService.Core.Boot;
using BootService.Core.Events;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Reasons;
using BootService.Installs;
using BootService.Protocols.Road;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace BootService.Tests.Installs;

public sealed class LoaderLearningTests : IAsyncLifetime
{
    private FrontendUnderTest _frontend = null!;
    private LoaderLearning _learning = null!;
    private Core.Hosts.Host _host = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _frontend = await FrontendUnderTest.StartAsync(Cancel);
        await _frontend.FillAsync();
        _host = _frontend.Appliance.Current.HostOf(FrontendUnderTest.Mac)!;
        _learning = new LoaderLearning(
            _frontend.Appliance, new MachineSightings(), new EveryFile(), _frontend.Events, _frontend.Events, _frontend.Time,
            NullLogger<LoaderLearning>.Instance);
        await _learning.StartAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _learning.StopAsync(CancellationToken.None);
        _learning.Dispose();
        await _frontend.DisposeAsync();
    }

    [Fact]
    public async Task A_stalled_loader_gives_way_to_the_next_which_is_kept_and_told_once_it_worked()
    {
        Assert.Equal(new BootReason.LoaderStalled("pxelinux", LoaderTrials.Stalls, "ipxe"), await LearnAsync(() => Stall("pxelinux.0")));
        Assert.Equal("ipxe", _frontend.Appliance.Current.HostOf(FrontendUnderTest.Mac)!.LearnedLoader);
        Assert.Equal(new BootReason.LoaderWorked("ipxe"), await LearnAsync(() =>
        {
            Post(BootStage.Tftp, BootMessage.IpxeLoader, "undionly.kpxe");
            Post(BootStage.Kickstart, BootMessage.Kickstart, null);
        }));
    }

    [Fact]
    public async Task What_the_admin_chose_is_left_alone()
    {
        await _frontend.ChangeAsync(_ =>
        [
            new Change.HostSet(new Core.Hosts.Host(HostName.Parse("backend-0-9"), "backend", 0, 9)),
            new Change.AttributeWritten(
                AttributeOwner.Of(_host.Name), AttributeName.Parse(LoaderChain.AttributeName),
                new AttributeValue("pxelinux", Shadow: false, FrontendUnderTest.Noon)),
        ]);

        // Lessons are taken one after the other: with the second the first has been.
        Stall("pxelinux.0");
        Assert.Equal(new BootReason.LoaderStalled("ipxe", LoaderTrials.Stalls, "shim"), await LearnAsync(() => Stall("snponly.efi", "backend-0-9")));
        Assert.Null(_frontend.Appliance.Current.HostOf(FrontendUnderTest.Mac)!.LearnedLoader);
        Assert.Equal("shim", _frontend.Appliance.Current.HostOf(HostName.Parse("backend-0-9"))!.LearnedLoader);
    }

    private void Stall(string loader, string? host = null)
    {
        for (var boot = 0; boot < LoaderTrials.Stalls; boot++)
        {
            Post(BootStage.Tftp, BootFileRole.Of(loader), loader, host);
        }

        _frontend.Events.Post(new BootEvent(FrontendUnderTest.Noon, default, BootStage.Dhcp, BootOutcome.Ok, BootMessage.Offer)
        {
            Host = host ?? _host.Name.ToString(),
            IsFirmware = true,
        });
    }

    private void Post(BootStage stage, BootMessage message, string? name, string? host = null) =>
        _frontend.Events.Post(
            new BootEvent(FrontendUnderTest.Noon, default, stage, BootOutcome.Ok, message) { Host = host ?? _host.Name.ToString(), Name = name, Bytes = 1000 });

    private async Task<BootReason?> LearnAsync(Action happens)
    {
        var seen = _frontend.Events.Subscribe(Cancel);
        happens();
        await foreach (var happened in seen)
        {
            if (happened.Message is BootMessage.LoaderLearned)
            {
                return happened.Reason;
            }
        }

        throw new InvalidOperationException("the stream of events ended");
    }

    private sealed class EveryFile : IBootFileNames
    {
        public string? WhyMissing(string name) => null;
    }
}
