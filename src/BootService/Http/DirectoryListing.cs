using System.Globalization;
using System.Net;
using System.Text;
using BootService.Files;

namespace BootService.Http;

/// <summary>A folder as a page of links, the form package managers and people can both follow.</summary>
internal static class DirectoryListing
{
    /// <summary>Writes the page. Links are absolute, so that it does not matter whether the address ends in a slash: we never redirect.</summary>
    /// <param name="path">The path asked for.</param>
    /// <param name="entries">What lies in the folder, in order.</param>
    public static byte[] Write(string path, IReadOnlyList<FolderLine> entries)
    {
        var folder = path.TrimEnd('/') + "/";
        var page = new StringBuilder();
        var title = WebUtility.HtmlEncode(folder);
        page.Append(
            CultureInfo.InvariantCulture,
            $"<!DOCTYPE html>\n<html><head><title>Index of {title}</title></head>\n<body><h1>Index of {title}</h1>\n<pre>\n<a href=\"../\">../</a>\n");
        foreach (var entry in entries)
        {
            var slash = entry.IsFolder ? "/" : "";
            var link = string.Concat(folder.Split('/').SkipLast(1).Select(step => Uri.EscapeDataString(step) + "/")) + Uri.EscapeDataString(entry.Name) + slash;
            var size = entry.Length?.ToString(CultureInfo.InvariantCulture) ?? "-";
            page.Append(
                CultureInfo.InvariantCulture,
                $"<a href=\"{link}\">{WebUtility.HtmlEncode(entry.Name)}{slash}</a>  {entry.Modified?.UtcDateTime:yyyy-MM-dd HH:mm}  {size}\n");
        }

        page.Append("</pre></body></html>\n");
        return Encoding.UTF8.GetBytes(page.ToString());
    }
}
