using System.Text;
using BootService.Core.Boot;
using BootService.Core.Events;
using BootService.Core.Reasons;
using BootService.Net;
using BootService.Protocols.Road;
using BootService.Protocols.Tftp;

namespace BootService.Tftp;

/// <summary>Puts what happened to transfers in the words of the timeline.</summary>
internal sealed class TftpEvents(IBootEvents events, TimeProvider time)
{
    private const int QuotedText = 64;

    /// <summary>A transfer is over.</summary>
    public void Ended(TftpTransfer transfer, long now, BootOutcome outcome, BootReason? why) => events.Post(
        new BootEvent(time.GetUtcNow(), default, BootStage.Tftp, outcome, BootFileRole.Of(transfer.Name))
        {
            Name = transfer.Name,
            Address = transfer.Peer.Address,
            Reason = why,
            Bytes = outcome is BootOutcome.Ok && transfer.Window.Done
                ? transfer.Source.Length
                : Math.Max(0, (transfer.Window.FirstUnacked - 1) * transfer.Terms.BlockSize),
            Took = TimeSpan.FromMilliseconds(now - transfer.Started),
        });

    /// <summary>A request was refused.</summary>
    public void Refused(UdpPeer peer, TftpAnswer.Refuse refuse) => events.Post(
        new BootEvent(time.GetUtcNow(), default, BootStage.Tftp, refuse.IsHarmless ? BootOutcome.Ok : BootOutcome.Refused, BootFileRole.Of(refuse.Name))
        {
            Name = refuse.Name,
            Address = peer.Address,
            Reason = refuse.IsHarmless ? BootReason.NotNeeded.Value : new BootReason.Said(refuse.Why),
        });

    /// <summary>A client's error; its text is its own, so what is not printable ASCII is left out.</summary>
    public static BootReason Quote(TftpErrorCode code, ReadOnlySpan<byte> text)
    {
        var said = new StringBuilder(QuotedText);
        foreach (var letter in text[..Math.Min(text.Length, QuotedText)])
        {
            if (letter is >= (byte)' ' and <= (byte)'~')
            {
                said.Append((char)letter);
            }
        }

        return new BootReason.EndedByPeer((int)code, said.ToString());
    }
}
