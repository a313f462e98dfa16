using System.Text;
using BootService.Files;
using BootService.Net;
using BootService.Protocols.Net;
using BootService.Protocols.Tftp;

namespace BootService.Tftp;

/// <summary>Decides what becomes of a read request: the name, what it means for this machine, the terms.</summary>
internal sealed partial class TftpRequests(IBootFiles files, TftpContent content, TftpLimits limits, ILogger<TftpRequests> log)
{
    /// <summary>Our address that is asked; 0.0.0.0 for every address.</summary>
    public Ipv4 Asked { get; init; }

    /// <summary>Answers a read request.</summary>
    /// <param name="peer">Who asks.</param>
    /// <param name="request">For what.</param>
    /// <param name="mostBlock">The largest block that the way to it takes.</param>
    public TftpAnswer Answer(UdpPeer peer, TftpRequest request, int mostBlock = int.MaxValue)
    {
        Span<char> normal = stackalloc char[TftpFileName.MaxLength];
        var fault = TftpFileName.TryNormalize(request.Name, normal, out var length);
        var name = normal[..length];
        if (fault is not TftpNameFault.None)
        {
            return new TftpAnswer.Refuse(Readable(request.Name), TftpErrorCode.AccessViolation, Explain(fault), false);
        }

        var found = Find(name, peer);
        return Of(found, name, request, limits with { BlockSize = Math.Min(limits.BlockSize, mostBlock) }) with { Found = found };
    }

    /// <summary>Opens the file of a transfer that is under way already.</summary>
    /// <returns>Null when it cannot be had any more, or has another length.</returns>
    public TftpAnswer.Serve? Reopen(string name, UdpPeer peer, TftpMode mode, TftpTerms terms, long length)
    {
        var found = Find(name, peer);
        if (found is not (BootFile.OnDisk or BootFile.Rendered) || content.Open(found, terms.BlockSize, mode) is not { } source)
        {
            return null;
        }

        if (source.Length == length)
        {
            return new TftpAnswer.Serve(name, source, terms) { Found = found };
        }

        source.Release();
        return null;
    }

    /// <summary>An answer has gone out: what follows from it is carried out.</summary>
    /// <param name="found">What was found for it.</param>
    /// <param name="took">From the request to the answer.</param>
    public void Sent(BootFile found, TimeSpan took) => files.Sent(found, took);

    private TftpAnswer Of(BootFile found, ReadOnlySpan<char> name, TftpRequest request, TftpLimits bounded) =>
        found switch
        {
            BootFile.OnDisk or BootFile.Rendered => Open(found, name, request, bounded),
            BootFile.Reading => new TftpAnswer.NotYet(),
            BootFile.Missing missing => new TftpAnswer.Refuse(name.ToString(), TftpErrorCode.FileNotFound, missing.Why, OptionalBootFiles.Contains(name)),
            BootFile.Refused refused => new TftpAnswer.Refuse(name.ToString(), TftpErrorCode.AccessViolation, refused.Why, false),
            BootFile.Directory => new TftpAnswer.Refuse(name.ToString(), TftpErrorCode.AccessViolation, "this is a folder", false),
            BootFile.Failed failed => new TftpAnswer.Refuse(name.ToString(), TftpErrorCode.NotDefined, failed.Why, false),
            _ => throw new InvalidOperationException($"no answer for {found.GetType().Name}"),
        };

    private TftpAnswer Open(BootFile found, ReadOnlySpan<char> name, TftpRequest request, TftpLimits bounded)
    {
        var asked = request.Options;
        var blockSize = TftpTerms.Settle(asked, request.Mode, 0, bounded).BlockSize;
        var source = content.Open(found, blockSize, request.Mode);
        if (source is not null)
        {
            return new TftpAnswer.Serve(Spelling(found, name), source, TftpTerms.Settle(asked, request.Mode, source.Length, bounded));
        }

        return found is BootFile.OnDisk { Length: > TftpContent.MaxNetAscii } && request.Mode is TftpMode.NetAscii
            ? new TftpAnswer.Refuse(name.ToString(), TftpErrorCode.NotDefined, "too large for netascii; use octet mode", false)
            : new TftpAnswer.Refuse(name.ToString(), TftpErrorCode.FileNotFound, "the file changed just now; ask again", false);
    }

    /// <summary>One request that goes wrong ends that request only.</summary>
    private BootFile Find(ReadOnlySpan<char> name, UdpPeer peer)
    {
        try
        {
            return files.Find(name, peer.Address, Asked);
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            LogBroken(name.ToString(), peer, broken);
            return new BootFile.Failed("the server failed on this file; its log says why");
        }
    }

    /// <summary>The name is the file's own where it is the same, so that a request makes one string and not two.</summary>
    private static string Spelling(BootFile found, ReadOnlySpan<char> name) =>
        found is BootFile.OnDisk file && name.SequenceEqual(file.Name) ? file.Name : name.ToString();

    private static string Explain(TftpNameFault fault) => fault switch
    {
        TftpNameFault.Empty => "no file is named",
        TftpNameFault.TooLong => "the name is longer than 512 bytes",
        TftpNameFault.LeavesRoot => "the name leads out of the served folder",
        _ => "the name has control characters",
    };

    /// <summary>A refused name for people: its beginning, with what is not printable shown as a question mark.</summary>
    private static string Readable(ReadOnlySpan<byte> name)
    {
        const int Shown = 80;
        var text = Encoding.UTF8.GetString(name[..Math.Min(name.Length, Shown)]);
        return string.Create(text.Length, text, static (room, text) =>
        {
            for (var index = 0; index < room.Length; index++)
            {
                room[index] = char.IsControl(text[index]) ? '?' : text[index];
            }
        });
    }

    [LoggerMessage(EventId = 202, Level = LogLevel.Error, Message = "Looking up {Name} for {Peer} failed")]
    private partial void LogBroken(string name, UdpPeer peer, Exception broken);
}
