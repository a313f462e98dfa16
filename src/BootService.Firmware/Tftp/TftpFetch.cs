using System.Text;
using BootService.Firmware.Wire;
using BootService.Protocols.Net;
using BootService.Protocols.Tftp;

namespace BootService.Firmware.Tftp;

/// <summary>One file over TFTP, read the way a given program reads.</summary>
/// <param name="dialect">How the program reads.</param>
/// <param name="server">Where the file is.</param>
/// <param name="service">The port requests go to.</param>
/// <param name="name">The file, as the program spells it; up to 400 characters.</param>
public sealed class TftpFetch(TftpDialect dialect, Ipv4 server, ushort service, string name) : IExchange, IDisposable
{
    private const int RequestLength = 1024;
    private const ushort Nowhere = 0;

    private readonly FileSink _sink = new();
    private IReadOnlyList<KeyValuePair<string, int>> _asked = [];
    private TftpReceiveWindow _window = new(0, 0, 1);
    private ushort _transfer = Nowhere;
    private int _blockSize = TftpOptions.DefaultBlockSize;
    private int _tries;
    private bool _sized;
    private bool _started;
    private bool _probing = dialect.ProbesSize;
    private long? _size;

    /// <summary>The file; null until it is whole, and for good when it cannot be had.</summary>
    public FetchedFile? File { get; private set; }

    /// <summary>Why it cannot be had, a sentence; null while it can.</summary>
    public string? Fault { get; private set; }

    /// <summary>Whether the server said that there is no such file, or that it may not be read.</summary>
    public bool IsAbsent { get; private set; }

    /// <summary>Packets and requests that had to be sent again.</summary>
    public int Repeats { get; private set; }

    /// <inheritdoc/>
    public bool IsOver => File is not null || Fault is not null;

    /// <inheritdoc/>
    public TimeSpan Deadline { get; private set; }

    /// <inheritdoc/>
    public bool HasEnough => false;

    /// <inheritdoc/>
    public void Begin(TimeSpan now, IWire wire) =>
        Ask(_probing ? dialect.Options : [.. dialect.Options.Where(option => !dialect.ProbesSize || option.Key != "tsize")], now, wire);

    /// <inheritdoc/>
    public void Receive(ReadOnlySpan<byte> datagram, Ipv4 from, ushort port, TimeSpan now, IWire wire)
    {
        if (IsOver || from != server || TftpPacket.TryParse(datagram, out var packet) is not TftpFault.None)
        {
            return;
        }

        if (_transfer is Nowhere)
        {
            _transfer = port;
        }
        else if (port != _transfer)
        {
            SendError(wire, port, TftpErrorCode.UnknownTransfer, "not of this transfer");
            return;
        }

        _tries = 0;
        Deadline = now + dialect.Wait;
        switch (packet.Opcode)
        {
            case TftpOpcode.OptionAcknowledge when !_started:
                Granted(packet.Options, now, wire);
                break;
            case TftpOpcode.Data:
                Take(packet, now, wire);
                break;
            case TftpOpcode.Error:
                Refused(packet, now, wire);
                break;
        }
    }

    /// <inheritdoc/>
    public void Pass(TimeSpan now, IWire wire)
    {
        if (IsOver)
        {
            return;
        }

        if (++_tries >= dialect.Tries)
        {
            Fault = _transfer is Nowhere
                ? $"{server} did not answer on TFTP port {service} (the firmware says PXE-E32)"
                : $"the transfer stopped after {_sink.Length} octets";
            return;
        }

        Repeats++;
        Deadline = now + dialect.Wait;
        if (_transfer is Nowhere)
        {
            Request(wire);
        }
        else
        {
            _window = _window.TimedOut();
            Acknowledge(wire);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _sink.Dispose();

    private void Ask(IReadOnlyList<KeyValuePair<string, int>> options, TimeSpan now, IWire wire)
    {
        _asked = options;
        _transfer = Nowhere;
        _sized = false;
        _blockSize = TftpOptions.DefaultBlockSize;
        Deadline = now + dialect.Wait;
        Request(wire);
    }

    private void Request(IWire wire)
    {
        Span<byte> packet = stackalloc byte[RequestLength];
        wire.Send(packet[..TftpDialect.WriteRequest(packet, name, _asked)], server, service);
    }

    private void Granted(TftpOptions granted, TimeSpan now, IWire wire)
    {
        _sized = granted.TransferSize is not null;
        _size = granted.TransferSize ?? _size;
        if (granted.BlockSize > (Asked("blksize") ?? 0) || granted.WindowSize > (Asked("windowsize") ?? 0))
        {
            SendError(wire, _transfer, TftpErrorCode.OptionsRefused, "more than was asked for");
            Fault = "the server granted more than was asked for";
            return;
        }

        if (dialect.NeedsSize && Asked("tsize") is 0 && !_sized)
        {
            Fault = "the server does not tell the file's size (option tsize)";
            return;
        }

        if (_probing)
        {
            _probing = false;
            SendError(wire, _transfer, TftpErrorCode.OptionsRefused, "User aborted the transfer");
            wire.ChangePort();
            Ask([.. dialect.Options.Where(option => option.Key != "tsize")], now, wire);
            return;
        }

        _blockSize = granted.BlockSize ?? TftpOptions.DefaultBlockSize;
        _window = new TftpReceiveWindow(0, 0, granted.WindowSize ?? 1);
        Acknowledge(wire);
    }

    private void Take(in TftpPacket packet, TimeSpan now, IWire wire)
    {
        if (_probing)
        {
            // A server without options begins to send at once: the size stays unknown.
            Fault = "the server does not tell the file's size (option tsize)";
            SendError(wire, _transfer, TftpErrorCode.OptionsRefused, "User aborted the transfer");
            return;
        }

        if (!_started && dialect.NeedsSize && Asked("tsize") is 0 && !_sized)
        {
            Fault = "the server does not tell the file's size (option tsize)";
            return;
        }

        _started = true;
        var closing = packet.Data.Length < _blockSize;
        _window = _window.Received(packet.Block, closing, out var receipt);
        if (receipt is TftpReceipt.Keep or TftpReceipt.KeepAndAcknowledge)
        {
            _sink.Take(packet.Data);
        }

        if (receipt is TftpReceipt.KeepAndAcknowledge or TftpReceipt.AcknowledgeLast)
        {
            Acknowledge(wire);
        }

        if (closing && receipt is TftpReceipt.KeepAndAcknowledge)
        {
            File = _sink.Finish(name, _size);
        }
    }

    private void Refused(in TftpPacket packet, TimeSpan now, IWire wire)
    {
        if (packet.ErrorCode is TftpErrorCode.OptionsRefused && _asked.Count > 0 && !_probing)
        {
            wire.ChangePort();
            Ask([], now, wire);
            return;
        }

        IsAbsent = packet.ErrorCode is TftpErrorCode.FileNotFound or TftpErrorCode.AccessViolation;
        Fault = $"TFTP error {(int)packet.ErrorCode}: {Encoding.ASCII.GetString(packet.ErrorText)}";
    }

    private void Acknowledge(IWire wire)
    {
        Span<byte> packet = stackalloc byte[TftpPacket.HeaderLength];
        wire.Send(packet[..TftpWriter.Acknowledge(packet, _window.LastKept)], server, _transfer);
    }

    private void SendError(IWire wire, ushort to, TftpErrorCode code, string text)
    {
        Span<byte> packet = stackalloc byte[64];
        wire.Send(packet[..TftpWriter.Error(packet, code, text)], server, to);
    }

    private int? Asked(string option)
    {
        foreach (var (asked, value) in _asked)
        {
            if (asked == option)
            {
                return value;
            }
        }

        return null;
    }
}
