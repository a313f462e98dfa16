using BootService.Core.Dhcp;
using BootService.Core.Stores;
using BootService.Dhcp;
using BootService.Interfaces;

namespace BootService.Ipv6;

/// <summary>
/// Tells firmware on the boot interfaces that nothing is to be booted by IPv6: UEFI tries PXE and HTTP over IPv6 before its disk and waits a minute for
/// each where nobody answers, and iPXE waits 13 s for a router. Silent where a router or another DHCPv6 server speaks, and where another server gives
/// addresses.
/// </summary>
internal sealed partial class BootlessIpv6(
    DhcpSettings settings, IAppliance appliance, TimeProvider time, ILogger<BootlessIpv6> log) : IHostedService, IFollowLinks, IDisposable
{
    private readonly Lock _changing = new();
    private readonly List<BootlessLink> _links = [];

    private bool IsOn => settings is { Enabled: true, AnswerIpv6: true, Mode: DhcpMode.Authoritative, Port: 67 };

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Follow(BootInterface.Look(appliance.Current.Frontend));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Follow(BootLinks links)
    {
        lock (_changing)
        {
            BootLink[] wires = IsOn ? [.. links.Usable.DistinctBy(link => link.Frontend.Interface)] : [];
            foreach (var gone in _links.Where(open => !Array.Exists(wires, link => Serves(open, link))).ToList())
            {
                _links.Remove(gone);
                gone.Dispose();
            }

            foreach (var link in wires.Where(link => !_links.Exists(open => Serves(open, link))))
            {
                if (BootlessLink.TryOpen(link.Frontend, link.Index, time, out var why) is { } opened)
                {
                    _links.Add(opened);
                }
                else
                {
                    LogNotOpened(link.Frontend.Interface, why);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_changing)
        {
            _links.ForEach(link => link.Dispose());
            _links.Clear();
        }
    }

    private static bool Serves(BootlessLink open, BootLink link) =>
        open.Frontend.Interface == link.Frontend.Interface && open.Index == link.Index && open.Frontend.Mac == link.Frontend.Mac;

    [LoggerMessage(
        EventId = 130, Level = LogLevel.Information, Message = "Firmware on {Interface} is not told that it boots nothing by IPv6, and may wait for it: {Why}")]
    private partial void LogNotOpened(string @interface, string? why);
}
