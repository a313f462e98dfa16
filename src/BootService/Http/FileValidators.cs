using Microsoft.Net.Http.Headers;

namespace BootService.Http;

/// <summary>What a request is to have, by what its client knows of the file.</summary>
internal enum FileConditionKind
{
    /// <summary>The file.</summary>
    Met,

    /// <summary>Word that the file is as the client knows it.</summary>
    Unchanged,

    /// <summary>A refusal: the file is not as the client wants it to be.</summary>
    Failed,
}

/// <summary>A version of a file, in the words in which clients speak of it.</summary>
/// <param name="Tag">Its entity tag, with its quotation marks; a strong one.</param>
/// <param name="Modified">When it was last changed, in whole seconds as HTTP tells it.</param>
internal readonly record struct FileValidators(string Tag, DateTimeOffset Modified)
{
    /// <summary>Weighs the conditions of a request in their order (RFC 9110 §13.2.2). A date that is none is as no condition.</summary>
    /// <param name="request">The headers of a GET or HEAD.</param>
    public FileConditionKind Weigh(IHeaderDictionary request)
    {
        if (request.IfMatch.Count > 0)
        {
            if (!Names(request.IfMatch.ToString(), isStrong: true))
            {
                return FileConditionKind.Failed;
            }
        }
        else if (DateOf(request.IfUnmodifiedSince.ToString()) is { } last && Modified > last)
        {
            return FileConditionKind.Failed;
        }

        var isUnchanged = request.IfNoneMatch.Count > 0
            ? Names(request.IfNoneMatch.ToString(), isStrong: false)
            : DateOf(request.IfModifiedSince.ToString()) is { } since && Modified <= since;
        return isUnchanged ? FileConditionKind.Unchanged : FileConditionKind.Met;
    }

    /// <summary>Whether a part of a file that a client has already is of this version: by its tag, or by the very date (RFC 9110 §13.1.5).</summary>
    /// <param name="ifRange">The header If-Range.</param>
    public bool AreOf(string ifRange) => string.Equals(ifRange, Tag, StringComparison.Ordinal) || DateOf(ifRange) == Modified;

    private static DateTimeOffset? DateOf(string text) => HeaderUtilities.TryParseDate(text, out var date) ? date : null;

    // No tag of ours holds a comma or a quotation mark.
    private bool Names(string list, bool isStrong)
    {
        foreach (var range in list.AsSpan().Split(','))
        {
            var tag = list.AsSpan(range).Trim();
            if (tag is "*" || tag.SequenceEqual(Tag) || (!isStrong && tag.StartsWith("W/") && tag[2..].SequenceEqual(Tag)))
            {
                return true;
            }
        }

        return false;
    }
}
