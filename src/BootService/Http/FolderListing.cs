using System.Net;
using System.Text;
using BootService.Files;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BootService.Http;

/// <summary>A folder as a page of links, for people and for tools that mirror by following them.</summary>
internal static class FolderListing
{
    /// <summary>Makes the page.</summary>
    /// <param name="path">The path that was asked for; links are absolute, so that it need not end in a slash.</param>
    /// <param name="folder">The folder.</param>
    public static ContentHttpResult Page(PathString path, BootFile.Directory folder)
    {
        var here = path.ToUriComponent().TrimEnd('/');
        var page = new StringBuilder("<!DOCTYPE html>\n<html><head><title>Index of ").Append(WebUtility.HtmlEncode(path.Value)).Append("</title></head><body><ul>\n");
        foreach (var entry in folder.Folder.List(folder.Name))
        {
            var name = entry is DirectoryInfo ? entry.Name + "/" : entry.Name;
            page.Append("<li><a href=\"").Append(here).Append('/').Append(Uri.EscapeDataString(entry.Name)).Append(entry is DirectoryInfo ? "/" : string.Empty).Append("\">").Append(WebUtility.HtmlEncode(name)).Append("</a></li>\n");
        }

        return TypedResults.Text(page.Append("</ul></body></html>\n").ToString(), "text/html; charset=utf-8");
    }
}
