using System.Diagnostics;
using BootService.Dhcp;
using BootService.Net;
using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;

namespace BootService.Load;

/// <summary>
/// Machines without addresses on one wire: whole frames out of a packet socket, from as many hardware addresses as are wanted, each through DISCOVER, OFFER,
/// REQUEST and ACK.
/// </summary>
internal sealed class Machines : IDisposable
{
    private const int MostOpen = 0x10000;
    private const int Batch = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenBeginnings = TimeSpan.FromMicroseconds(200);
    private static readonly byte[] Wanted = [1, 3, 6, 12, 15, 28, 42, 43, 60, 66, 67, 128, 129, 150];

    private readonly LoadSettings _settings;
    private readonly PacketSocket _socket;
    private readonly DatagramReceiver _receiver;
    private readonly FrameSender _sender;
    private readonly ReplySlots _room = new(Batch);
    private readonly Exchange[] _open;
    private readonly Stack<int> _free = [];
    private readonly (MacAddress Mac, Ipv4 Address)[] _again;
    private readonly Dictionary<Ipv4, MacAddress> _owners = [];
    private readonly StreamWriter? _leases;
    private int _queued;
    private int _begun;

    /// <exception cref="IOException">The interface is not there or may not be used.</exception>
    public Machines(LoadSettings settings)
    {
        _settings = settings;
        _socket = PacketSocket.TryOpen(settings.Interface, EtherType.Ipv4, TimeSpan.FromMilliseconds(1), out var why)
            ?? throw new IOException($"{settings.Interface}: {why}");
        LinuxSockets.GrowReceiveBuffer(_socket.Descriptor, 16 << 20);
        _receiver = new DatagramReceiver(_socket.Descriptor, Batch, 2048, new DatagramCounters());
        _sender = new FrameSender(PacketSocket.TryOpen(settings.Interface, null, Patience, out why) ?? throw new IOException($"{settings.Interface}: {why}"));
        _open = new Exchange[settings.Rate > 0 ? MostOpen : Math.Min(settings.InFlight, MostOpen)];
        for (var slot = _open.Length - 1; slot >= 0; slot--)
        {
            _free.Push(slot);
        }

        _again = settings.Again is null
            ? []
            : [.. File.ReadLines(settings.Again).Select(static line => line.Split(' '))
                .Select(static words => (MacAddress.Parse(words[0]), Ipv4.Parse(words[1])))];
        _leases = settings.Leases is null ? null : new StreamWriter(settings.Leases) { AutoFlush = true };
    }

    /// <summary>What came of it.</summary>
    public LoadResult Result { get; } = new();

    private int Total => _again.Length > 0 ? _again.Length : _settings.Machines;

    /// <summary>Runs until every machine has its lease or has given up, or the time is over.</summary>
    public void Run()
    {
        var began = Stopwatch.GetTimestamp();
        var swept = began;
        while (Stopwatch.GetElapsedTime(began) is var elapsed && elapsed < _settings.Time && (_begun < Total || _free.Count < _open.Length))
        {
            var due = _settings.Rate > 0 ? (int)(elapsed.TotalSeconds * _settings.Rate) - _begun : int.MaxValue;
            while (due-- > 0 && _begun < Total && _free.TryPop(out var slot))
            {
                Begin(slot);
            }

            Flush();
            ShortWait.For(_socket.Descriptor, _settings.Rate > 0 ? BetweenBeginnings : Patience / 100);
            for (var batches = 0; batches < 4 && _receiver.Receive() is var received and > 0; batches++)
            {
                for (var index = 0; index < received; index++)
                {
                    Hear(_receiver[index].Payload);
                }

                Flush();
            }

            if (Stopwatch.GetElapsedTime(swept) > Patience / 10)
            {
                swept = Stopwatch.GetTimestamp();
                GiveUp();
            }
        }

        Result.Begun = _begun;
        Result.Took = Stopwatch.GetElapsedTime(began);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _leases?.Dispose();
        _sender.Dispose();
        _receiver.Dispose();
        _socket.Dispose();
        _room.Dispose();
    }

    private void Begin(int slot)
    {
        ref var exchange = ref _open[slot];
        exchange.Generation++;
        exchange.Mac = _again.Length > 0 ? _again[_begun].Mac : new MacAddress(_settings.First.Value + (uint)_begun);
        exchange.Address = _again.Length > 0 ? _again[_begun].Address : default;
        exchange.Server = default;
        exchange.State = _again.Length > 0 ? ExchangeState.Requested : ExchangeState.Discovered;
        exchange.Began = exchange.Spoke = Stopwatch.GetTimestamp();
        _begun++;
        Say(slot);
    }

    private void Say(int slot)
    {
        ref var exchange = ref _open[slot];
        var datagram = _room.Reply(_queued);
        var type = exchange.State is ExchangeState.Discovered ? DhcpMessageType.Discover : DhcpMessageType.Request;
        var writer = new DhcpRequestWriter(
            datagram[..600], type, exchange.Mac, ((uint)exchange.Generation << 16) | (uint)slot)
        { WantsBroadcast = _settings.Broadcast };
        if (exchange.State is ExchangeState.Requested)
        {
            writer.Add(DhcpOptionCode.RequestedAddress, exchange.Address);
            if (!exchange.Server.IsAny)
            {
                writer.Add(DhcpOptionCode.ServerIdentifier, exchange.Server);
            }
        }

        writer.Add(DhcpOptionCode.ParameterRequestList, Wanted);
        if (_settings.Pxe)
        {
            writer.Add(DhcpOptionCode.MaximumMessageSize, (ushort)1472);
            writer.Add(DhcpOptionCode.ClientArchitecture, (ushort)7);
            writer.Add(DhcpOptionCode.ClientNetworkInterface, [1, 3, 16]);
            writer.Add(DhcpOptionCode.ClientMachineIdentifier, new byte[17]);
            writer.AddText(DhcpOptionCode.VendorClass, "PXEClient:Arch:00007:UNDI:003016");
        }

        var frame = _room.Frame(_queued, UdpFrame.HeaderLength + writer.Finish());
        UdpFrame.WriteHeaders(frame, exchange.Mac, MacAddress.Broadcast, (Ipv4.Any, 68), (Ipv4.Broadcast, 67));
        _sender.Queue(_room.FrameMemory(_queued), frame.Length);
        if (++_queued == Batch)
        {
            Flush();
        }
    }

    private void Flush()
    {
        _sender.Flush();
        _queued = 0;
    }

    private void Hear(ReadOnlySpan<byte> octets)
    {
        if (!UdpFrame.TryParse(octets, out var frame) || frame.DestinationPort != 68
            || DhcpMessage.TryParse(frame.Payload, out var message) is not DhcpFault.None || message.IsRequest)
        {
            return;
        }

        var slot = (int)(message.TransactionId & 0xFFFF);
        if (slot >= _open.Length || _open[slot].State is ExchangeState.None || _open[slot].Generation != (ushort)(message.TransactionId >> 16)
            || _open[slot].Mac != message.HardwareAddress)
        {
            Result.Late++;
            return;
        }

        ref var exchange = ref _open[slot];
        switch (message.Type)
        {
            case DhcpMessageType.Offer when exchange.State is ExchangeState.Discovered:
                exchange.Address = message.YourAddress;
                exchange.Server = message.AddressOf(DhcpOptionCode.ServerIdentifier);
                exchange.State = ExchangeState.Requested;
                exchange.Spoke = Stopwatch.GetTimestamp();
                Say(slot);
                break;
            case DhcpMessageType.Ack when exchange.State is ExchangeState.Requested:
                Take(exchange, message.YourAddress);
                End(slot);
                break;
            case DhcpMessageType.Nak:
                Result.Refused++;
                End(slot);
                break;
        }
    }

    private void Take(in Exchange exchange, Ipv4 address)
    {
        if (address != exchange.Address || (_owners.TryGetValue(address, out var owner) && owner != exchange.Mac))
        {
            Result.Wrong++;
        }

        _owners[address] = exchange.Mac;
        Result.Done(Stopwatch.GetElapsedTime(exchange.Began));
        _leases?.WriteLine($"{exchange.Mac} {address}");
    }

    private void GiveUp()
    {
        for (var slot = 0; slot < _open.Length; slot++)
        {
            if (_open[slot].State is not ExchangeState.None && Stopwatch.GetElapsedTime(_open[slot].Spoke) > Patience)
            {
                Result.Dropped++;
                End(slot);
            }
        }
    }

    private void End(int slot)
    {
        _open[slot].State = ExchangeState.None;
        _free.Push(slot);
    }

    private enum ExchangeState
    {
        None,
        Discovered,
        Requested,
    }

    private struct Exchange
    {
        public ExchangeState State;
        public ushort Generation;
        public MacAddress Mac;
        public Ipv4 Address;
        public Ipv4 Server;
        public long Began;
        public long Spoke;
    }
}
