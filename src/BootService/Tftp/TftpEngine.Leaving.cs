using BootService.Core.Events;
using BootService.Core.Reasons;
using BootService.Net;
using BootService.Protocols.Net;
using BootService.Protocols.Tftp;

namespace BootService.Tftp;

/// <content>How transfers end with the daemon, or go on in the next one.</content>
internal sealed partial class TftpEngine
{
    /// <summary>Stops without a word to the clients, who repeat themselves until the next run goes on.</summary>
    /// <returns>What the next run needs to go on.</returns>
    public IReadOnlyList<OpenTransfer> Leave()
    {
        var open = _transfers.Values.Select(transfer => new OpenTransfer
        {
            Server = _sockets[transfer.Port].Local.Address.ToString(),
            ServerPort = _sockets[transfer.Port].Local.Port,
            Peer = transfer.Peer.Address.ToString(),
            PeerPort = transfer.Peer.Port,
            Name = transfer.Name,
            Length = transfer.Source.Length,
            Version = transfer.Version?.ToString(),
            Mode = transfer.Mode,
            Terms = transfer.Terms,
            FirstUnacked = transfer.Window.FirstUnacked,
            AwaitsOptions = transfer.AwaitsOptions,
            IsSent = transfer.Unsent is null,
        }).ToList();
        _released.AddRange(_transfers.Values.Select(transfer => transfer.Source));
        _transfers.Clear();
        Flush();
        return open;
    }

    /// <summary>Goes on with a transfer of the run before; its client is told when its file is not the same any more.</summary>
    /// <param name="open">The transfer.</param>
    /// <param name="port">Which of the sockets has its port.</param>
    /// <param name="now">As in <see cref="HandleRequest"/>.</param>
    public void Resume(OpenTransfer open, int port, long now)
    {
        var peer = new UdpPeer(Ipv4.Parse(open.Peer, null), open.PeerPort);
        if (requests.Reopen(open.Name, peer, open.Mode, open.Terms, open.Length) is not { } serve || VersionOf(serve.Found)?.ToString() != open.Version)
        {
            SendError(peer, port, TftpErrorCode.NotDefined, "the server was restarted, and the file is another one now");
            return;
        }

        var transfer = new TftpTransfer(peer, open.Name, 0, serve.Source, open.Terms, now)
        {
            Mode = open.Mode,
            Version = VersionOf(serve.Found),
            Port = port,
            Patience = _pace.First,
            Unsent = open.IsSent ? null : serve.Found,
            AwaitsOptions = open.AwaitsOptions,
            Heard = !open.AwaitsOptions,
        };
        transfer.Window = transfer.Window with { FirstUnacked = open.FirstUnacked, NextToSend = open.FirstUnacked };
        counters.Resumed++;
        Take(transfer, now);
    }

    /// <summary>Ends all transfers with a word to their clients.</summary>
    /// <inheritdoc cref="HandleRequest"/>
    public void Stop(long now)
    {
        foreach (var transfer in _transfers.Values.ToArray())
        {
            SendError(transfer.Peer, transfer.Port, TftpErrorCode.NotDefined, "the server is stopping");
            End(transfer, now, BootOutcome.Failed, BootReason.Transfer.For(TransferNote.ServerStopped));
        }

        Flush();
    }
}
