using System.Globalization;
using System.Text;
using BootService.Files;
using Microsoft.Win32.SafeHandles;

namespace BootService.Http;

/// <summary>Answers a node's request with a file: exact length, no redirect, no chunks, no compression, connection kept.</summary>
/// <remarks>RFC 9110. UEFI's HTTP client and shim break on anything beyond the plain form, so this is the plain form.</remarks>
internal sealed class NodeFileResponder(NodeHttpCounters counters)
{
    private const long SmallFileMemory = 16 << 20;

    private readonly SmallFiles _small = new(SmallFileMemory, counters);

    /// <summary>Answers GET and HEAD with what was found; other methods with 405.</summary>
    /// <param name="context">The request.</param>
    /// <param name="found">What its name means.</param>
    /// <returns>What became of it, for the event the caller posts.</returns>
    public async Task<NodeFileResult> RespondAsync(HttpContext context, BootFile found)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            return await RefuseMethodAsync(context);
        }

        return found switch
        {
            BootFile.OnDisk file => await RespondAsync(context, file),
            BootFile.Rendered rendered => await SendAsync(context, StatusCodes.Status200OK, rendered.MediaType ?? MediaTypes.Text, rendered.Content),
            BootFile.Directory directory =>
                await SendAsync(
                    context, StatusCodes.Status200OK, "text/html; charset=utf-8",
                    DirectoryListing.Write(context.Request.Path, directory.Folder.List(directory.Name))),
            BootFile.Missing missing => await SayAsync(context, StatusCodes.Status404NotFound, missing.Why),
            BootFile.Refused refused => await SayAsync(context, StatusCodes.Status403Forbidden, refused.Why),
            BootFile.Failed failed => await SayAsync(context, StatusCodes.Status500InternalServerError, failed.Why),
            _ => throw new InvalidOperationException($"no answer for {found.GetType().Name}"),
        };
    }

    /// <summary>Refuses a request by a method that files do not have.</summary>
    public Task<NodeFileResult> RefuseMethodAsync(HttpContext context)
    {
        context.Response.Headers.Allow = "GET, HEAD";
        return SayAsync(context, StatusCodes.Status405MethodNotAllowed, "files are only given: use GET or HEAD");
    }

    /// <summary>The entity tag of a file: another version or another stretch has another one.</summary>
    public static string TagOf(BootFile.OnDisk file) => string.Create(
        CultureInfo.InvariantCulture, $"\"{file.Version.Inode:x}-{file.Version.Modified:x}-{file.Offset:x}-{file.Length:x}\"");

    private async Task<NodeFileResult> RespondAsync(HttpContext context, BootFile.OnDisk file)
    {
        var validators = new FileValidators(TagOf(file), DateTimeOffset.FromUnixTimeSeconds(file.Version.Modified / 1_000_000_000));
        var headers = context.Response.Headers;
        headers.ETag = validators.Tag;
        headers.AcceptRanges = "bytes";
        headers.LastModified = validators.Modified.ToString("R", CultureInfo.InvariantCulture);
        switch (validators.Weigh(context.Request.Headers))
        {
            case FileConditionKind.Unchanged:
                counters.AddUnchanged();
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return new NodeFileResult(StatusCodes.Status304NotModified, 0, true);
            case FileConditionKind.Failed:
                return await SayAsync(context, StatusCodes.Status412PreconditionFailed, "the file has changed");
        }

        var range = FileRange.Of(context.Request, file.Length, validators);
        if (range.Status != StatusCodes.Status200OK)
        {
            headers.ContentRange = range.Describe(file.Length);
        }

        if (range.Status == StatusCodes.Status416RangeNotSatisfiable)
        {
            return await SayAsync(context, range.Status, "the file has no such bytes");
        }

        if (_small.Read(file) is { } content)
        {
            return await SendAsync(context, range.Status, MediaTypes.Of(file.Name), content.AsMemory((int)range.First, (int)range.Count));
        }

        return await SendFileAsync(context, file, range);
    }

    private async Task<NodeFileResult> SendFileAsync(HttpContext context, BootFile.OnDisk file, FileRange range)
    {
        using var handle = file.Open();
        if (handle is null)
        {
            return await SayAsync(context, StatusCodes.Status404NotFound, "the file changed just now; ask again");
        }

        var response = context.Response;
        response.StatusCode = range.Status;
        response.ContentType = MediaTypes.Of(file.Name);
        response.ContentLength = range.Count;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return new NodeFileResult(range.Status, 0, true);
        }

        var whole = context.Features.Get<IFileSender>() is { } sender
            ? await SendByKernelAsync(response, sender, handle, file.Offset + range.First, range.Count)
            : await CopyAsync(response, handle, file.Offset + range.First, range.Count);
        if (!whole)
        {
            // The length is promised already: a cut connection is the one way to say that it will not be kept.
            counters.AddBroken();
            context.Abort();
            return new NodeFileResult(range.Status, 0, false);
        }

        counters.AddFile();
        return new NodeFileResult(range.Status, range.Count, true);
    }

    private static async Task<bool> SendByKernelAsync(HttpResponse response, IFileSender sender, SafeFileHandle handle, long offset, long count)
    {
        sender.Announce();
        await response.StartAsync();
        var flushed = await response.BodyWriter.FlushAsync();
        if (flushed.IsCompleted || flushed.IsCanceled || !await sender.SendAsync(handle, offset, count))
        {
            return false;
        }

        sender.Account(response.BodyWriter, count);
        return true;
    }

    /// <summary>For connections that cannot: TLS, and the in-memory server of tests.</summary>
    private static async Task<bool> CopyAsync(HttpResponse response, SafeFileHandle handle, long offset, long count)
    {
        const int Step = 128 * 1024;
        while (count > 0)
        {
            var room = response.BodyWriter.GetMemory(Step);
            var length = await RandomAccess.ReadAsync(handle, room[..(int)Math.Min(room.Length, count)], offset);
            if (length == 0)
            {
                return false;
            }

            response.BodyWriter.Advance(length);
            offset += length;
            count -= length;
            if ((await response.BodyWriter.FlushAsync()).IsCompleted)
            {
                return false;
            }
        }

        return true;
    }

    private Task<NodeFileResult> SayAsync(HttpContext context, int status, string sentence)
    {
        counters.AddRefusal(status);
        return SendAsync(context, status, MediaTypes.Text, Encoding.UTF8.GetBytes(sentence + "\n"));
    }

    private static async Task<NodeFileResult> SendAsync(HttpContext context, int status, string mediaType, ReadOnlyMemory<byte> content)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = mediaType;
        context.Response.ContentLength = content.Length;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return new NodeFileResult(status, 0, true);
        }

        await context.Response.BodyWriter.WriteAsync(content);
        return new NodeFileResult(status, content.Length, true);
    }
}

/// <summary>What became of a request for a file.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Bytes">Bytes of content sent.</param>
/// <param name="Whole">False when the connection had to be cut in the middle.</param>
internal readonly record struct NodeFileResult(int Status, long Bytes, bool Whole);
