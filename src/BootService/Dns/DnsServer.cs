using BootService.Core.Networks;
using BootService.Core.Stores;
using BootService.Doors;
using BootService.Interfaces;
using BootService.Net;
using BootService.Protocols.Net;
using BootService.Settings;

namespace BootService.Dns;

/// <summary>The name server as a part of the daemon: opens its sockets at start, follows the boot interfaces, closes everything at the end.</summary>
internal sealed partial class DnsServer(DnsSettings settings, IAppliance appliance, Strangers strangers, TimeProvider time, ILogger<DnsServer> log)
    : IHostedService, IFollowLinks, IDisposable
{
    private readonly Lock _changing = new();
    private readonly List<DnsStreams> _streams = [];
    private DnsLoop? _loop;
    private bool _isServing;
    private Ipv4[] _served = [];

    /// <summary>Running totals of what came by UDP.</summary>
    public DnsCounters Counters { get; } = new();

    /// <summary>Where questions are answered; only after the start.</summary>
    public IReadOnlyList<UdpPeer> Local { get; private set; } = [];

    /// <summary>Why names cannot be served at an address; null when they can. What is opened for the look is closed again.</summary>
    public static string? WhyNot(DnsSettings settings, Frontend frontend)
    {
        try
        {
            foreach (var link in frontend.All)
            {
                DatagramSockets.Open(Options(link.Address, settings.Port)).Dispose();
            }

            return null;
        }
        catch (IOException taken)
        {
            return taken.Message;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="StartException">A port cannot be opened; one sentence.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var frontend = appliance.Current.Frontend;
        if (!frontend.ServesNames)
        {
            return Task.CompletedTask;
        }

        try
        {
            Begin([.. frontend.All.Select(link => link.Address)]);
        }
        catch (IOException refused)
        {
            throw new StartException(refused.Message);
        }

        _isServing = true;
        var (served, others) = (string.Join(", ", _served), settings.Others());
        var asked = others.Count == 0 ? "nobody" : string.Join(", ", others);
        LogListening(served, settings.Port, asked);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Follow(BootLinks links)
    {
        lock (_changing)
        {
            Ipv4[] wanted = [.. links.All.Select(link => link.Frontend.Address)];
            if (_isServing && (_loop is null || !wanted.AsSpan().SequenceEqual(_served)))
            {
                End();
                Begin(wanted);
            }
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_changing)
        {
            _isServing = false;
            End();
        }
    }

    private static DatagramSocketOptions Options(Ipv4 address, int port) => new() { Address = address, Port = (ushort)port, BufferBytes = 1 << 20 };

    private void Begin(Ipv4[] addresses)
    {
        // Whoever asks himself is asked for ever.
        UdpPeer[] others = [.. settings.Others().Where(other => !appliance.Current.Frontend.Has(other.Address) || other.Port != settings.Port)];
        var responder = new DnsResponder(appliance, others.Length > 0);
        var doors = new List<IDatagramSocket>();
        try
        {
            foreach (var address in addresses)
            {
                var door = DatagramSockets.Open(Options(address, settings.Port));
                doors.Add(door);
                _streams.Add(DnsStreams.Open(door.Local, responder, others, strangers, time));
            }

            _loop = new DnsLoop(doors, responder, others, strangers, Counters, time, log);
        }
        catch
        {
            doors.ForEach(door => door.Dispose());
            End();
            throw;
        }

        _served = addresses;
        Local = [.. doors.Select(door => door.Local)];
        _loop.Start();
    }

    private void End()
    {
        _streams.ForEach(stream => stream.Dispose());
        _streams.Clear();
        _loop?.Dispose();
        _loop = null;
    }

    [LoggerMessage(EventId = 300, Level = LogLevel.Information, Message = "Names are answered at {Addresses}, port {Port}; other names are asked of {Others}")]
    private partial void LogListening(string addresses, int port, string others);
}
