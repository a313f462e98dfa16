using System.Text;
using BootService.Core.Events;
using BootService.Net;
using BootService.Protocols.Tftp;

namespace BootService.Tftp;

/// <summary>Puts what happened to transfers in the words of the timeline.</summary>
internal sealed class TftpEvents(IBootEvents events, TimeProvider time)
{
    private const int QuotedText = 64;

    /// <summary>A transfer is over.</summary>
    public void Ended(TftpTransfer transfer, long now, BootOutcome outcome, string? why) => events.Post(
        new BootEvent(time.GetUtcNow(), default, BootStage.Tftp, outcome, transfer.Name)
        {
            Address = transfer.Peer.Address,
            Why = why,
            Bytes = outcome is BootOutcome.Ok && transfer.Window.Done ? transfer.Source.Length : Math.Max(0, (transfer.Window.FirstUnacked - 1) * transfer.Terms.BlockSize),
            Took = TimeSpan.FromMilliseconds(now - transfer.Started),
        });

    /// <summary>A request was refused.</summary>
    public void Refused(UdpPeer peer, TftpAnswer.Refuse refuse) => events.Post(
        new BootEvent(time.GetUtcNow(), default, BootStage.Tftp, refuse.IsHarmless ? BootOutcome.Ok : BootOutcome.Refused, refuse.Name)
        {
            Address = peer.Address,
            Why = refuse.IsHarmless ? "not here, and not needed" : refuse.Why,
        });

    /// <summary>A client's error as a sentence; its text is its own, so what is not printable ASCII is left out.</summary>
    public static string Quote(TftpErrorCode code, ReadOnlySpan<byte> text)
    {
        var said = new StringBuilder(QuotedText);
        foreach (var letter in text[..Math.Min(text.Length, QuotedText)])
        {
            if (letter is >= (byte)' ' and <= (byte)'~')
            {
                said.Append((char)letter);
            }
        }

        return said.Length == 0 ? $"the machine ended the transfer with error {(int)code}" : $"the machine ended the transfer: {said}";
    }
}
