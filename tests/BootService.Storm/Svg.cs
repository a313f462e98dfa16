using System.Globalization;
using System.Text;

namespace BootService.Storm;

/// <summary>A picture in the making, line by line; numbers have the dot, whatever the language of the machine.</summary>
internal sealed class Svg
{
    private readonly StringBuilder _text = new();

    /// <summary>Begins it on white.</summary>
    /// <param name="width">Its width in units of its own.</param>
    /// <param name="height">Its height, likewise.</param>
    public Svg(int width, int height)
    {
        Say($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" font-size=\"13\">");
        Say($"<rect width=\"{width}\" height=\"{height}\" fill=\"white\"/>");
    }

    /// <summary>A place or a value, with one decimal at most.</summary>
    public static string Number(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>Adds a line.</summary>
    public void Say(FormattableString line) => _text.Append(FormattableString.Invariant(line)).Append('\n');

    /// <summary>Ends it.</summary>
    /// <returns>The file.</returns>
    public string End()
    {
        Say($"</svg>");
        return _text.ToString();
    }
}
