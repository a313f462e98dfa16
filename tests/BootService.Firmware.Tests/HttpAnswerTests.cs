using System.Text;
using BootService.Firmware.Http;
using Xunit;

namespace BootService.Firmware.Tests;

public sealed class HttpAnswerTests
{
    [Fact]
    public void A_body_may_come_octet_by_octet()
    {
        using var answer = new HttpAnswer("http://10.1.1.1/f", head: false);
        foreach (var octet in Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcX"))
        {
            answer.Take([octet]);
        }

        Assert.Equal("abc", answer.File!.Text);
    }

    [Theory]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n", "redirect")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "chunks")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nabc", "Content-Length")]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\n\r\ngone\n", "HTTP 404: gone")]
    [InlineData("SSH-2.0-x\r\n\r\n", "not HTTP")]
    public void What_firmware_cannot_read_is_a_fault(string text, string why)
    {
        using var answer = Take(text);
        Assert.Contains(why, answer.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_that_ends_early_is_a_fault()
    {
        using var answer = Take("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
        answer.Closed();
        Assert.Contains("after 3 of 9", answer.Fault, StringComparison.Ordinal);
    }

    private static HttpAnswer Take(string text)
    {
        var answer = new HttpAnswer("http://10.1.1.1/f", head: false);
        answer.Take(Encoding.ASCII.GetBytes(text));
        return answer;
    }
}
