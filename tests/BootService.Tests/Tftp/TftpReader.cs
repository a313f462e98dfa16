using BootService.Net;
using BootService.Protocols.Tftp;

namespace BootService.Tests.Tftp;

/// <summary>A client with no socket: packets in, packets out, the file at the end.</summary>
internal sealed class TftpReader(UdpPeer peer)
{
    private readonly MemoryStream _content = new();
    private TftpReceiveWindow _window = new(0, 0, 1);
    private int _blockSize = TftpOptions.DefaultBlockSize;

    public UdpPeer Peer { get; } = peer;

    public bool Done { get; private set; }

    public TftpErrorCode? Error { get; private set; }

    public string ErrorText { get; private set; } = "";

    public TftpOptions Granted { get; private set; }

    public int Packets { get; private set; }

    public byte[] Content => _content.ToArray();

    /// <summary>Takes one packet; returns the block to acknowledge, or null for silence.</summary>
    public long? Take(ReadOnlySpan<byte> bytes)
    {
        Packets++;
        if (TftpPacket.TryParse(bytes, out var packet) is not TftpFault.None)
        {
            throw new InvalidOperationException("the server sent something that is no packet");
        }

        switch (packet.Opcode)
        {
            case TftpOpcode.OptionAcknowledge:
                Granted = packet.Options;
                _blockSize = Granted.BlockSize ?? TftpOptions.DefaultBlockSize;
                if (_window.LastKept == 0)
                {
                    _window = new TftpReceiveWindow(0, 0, Granted.WindowSize ?? 1);
                }

                return 0;
            case TftpOpcode.Error:
                Error = packet.ErrorCode;
                ErrorText = System.Text.Encoding.ASCII.GetString(packet.ErrorText);
                return null;
            case TftpOpcode.Data:
                return TakeData(packet);
            default:
                throw new InvalidOperationException($"the server sent {packet.Opcode}");
        }
    }

    /// <summary>The client waited in vain; returns the block to acknowledge again.</summary>
    public long TimedOut()
    {
        _window = _window.TimedOut();
        return _window.LastKept;
    }

    private long? TakeData(TftpPacket packet)
    {
        var closing = packet.Data.Length < _blockSize;
        _window = _window.Received(packet.Block, closing, out var receipt);
        if (receipt is TftpReceipt.Keep or TftpReceipt.KeepAndAcknowledge)
        {
            _content.Write(packet.Data);
            Done |= closing;
        }

        return receipt is TftpReceipt.KeepAndAcknowledge or TftpReceipt.AcknowledgeLast ? _window.LastKept : null;
    }
}
