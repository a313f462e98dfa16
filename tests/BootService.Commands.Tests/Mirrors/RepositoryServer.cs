using System.Collections.Concurrent;
using System.Net;
using BootService.Commands.Tests.Support;

namespace BootService.Commands.Tests.Mirrors;

/// <summary>A web server over a folder, with ranges and listings, that misbehaves where it is told to.</summary>
internal sealed class RepositoryServer : IDisposable
{
    private readonly FreeListener _listener;
    private readonly string _folder;
    private readonly Task _work;

    /// <param name="folder">What it serves.</param>
    /// <param name="proxy">Whether it answers for every host.</param>
    public RepositoryServer(string folder, bool proxy = false)
    {
        _folder = folder;
        _listener = new FreeListener(proxy);
        _work = Task.Run(ServeAsync);
    }

    public string Url => _listener.Url;

    /// <summary>What was asked for, with the range.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>What was asked for, with the query.</summary>
    public ConcurrentQueue<(string Name, string Query)> Queries { get; } = new();

    /// <summary>Files whose connection breaks after so many bytes, the next time.</summary>
    public ConcurrentDictionary<string, int> Breaks { get; } = new(StringComparer.Ordinal);

    /// <summary>Files that are not there any more once their connection broke.</summary>
    public ConcurrentDictionary<string, bool> GoneThen { get; } = new(StringComparer.Ordinal);

    /// <summary>Files that are answered with a status.</summary>
    public ConcurrentDictionary<string, int> Status { get; } = new(StringComparer.Ordinal);

    public void Dispose()
    {
        _listener.Dispose();
        _work.GetAwaiter().GetResult();
    }

    private async Task ServeAsync()
    {
        while (await _listener.NextAsync() is { } context)
        {
            try
            {
                Answer(context);
            }
            catch (Exception gone) when (gone is HttpListenerException or IOException or InvalidOperationException or ObjectDisposedException)
            {
                context.Response.Abort();
            }
        }
    }

    private void Answer(HttpListenerContext context)
    {
        var name = Uri.UnescapeDataString(context.Request.Url!.AbsolutePath).TrimStart('/');
        var range = context.Request.Headers["Range"];
        Asked.Enqueue(range is null ? name : $"{name} {range}");
        Queries.Enqueue((name, context.Request.Url.Query));
        var path = Path.Combine(_folder, name);
        var response = context.Response;
        if (Status.TryGetValue(name, out var status) || (!File.Exists(path) && !Directory.Exists(path)))
        {
            response.StatusCode = status == 0 ? 404 : status;
            response.Close();
            return;
        }

        var bytes = File.Exists(path)
            ? File.ReadAllBytes(path)
            : System.Text.Encoding.UTF8.GetBytes(
                string.Concat(
                    new DirectoryInfo(path).GetFileSystemInfos()
                        .Select(
                            entry => $"<a href=\"{Uri.EscapeDataString(entry.Name)}{(entry is DirectoryInfo ? "/" : "")}\">x</a><a href=\"../\">up</a><a "
                                + "href='?C=M'>sort</a>")));
        var tag = $"\"{Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes))}\"";
        response.Headers["ETag"] = tag;
        var other = context.Request.Headers["If-Range"] is { } wanted && wanted != tag;
        var from = range is null || other ? 0 : int.Parse(range["bytes=".Length..^1]);
        if (from > 0)
        {
            response.StatusCode = 206;
            response.Headers["Content-Range"] = $"bytes {from}-{bytes.Length - 1}/{bytes.Length}";
        }

        response.ContentLength64 = bytes.Length - from;
        if (Breaks.TryRemove(name, out var most))
        {
            response.OutputStream.Write(bytes, from, most);
            response.OutputStream.Flush();
            if (GoneThen.ContainsKey(name))
            {
                Status[name] = 404;
            }

            response.Abort();
            return;
        }

        response.OutputStream.Write(bytes, from, bytes.Length - from);
        response.Close();
    }
}
